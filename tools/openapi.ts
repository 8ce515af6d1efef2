/**
 * Writes docs/openapi.json and docs/report.schema.json from the zod schemas: `node tools/openapi.ts`.
 * A unit test fails when either is stale.
 */
import { writeFileSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { authorityProfileSchema } from '../lib/authority/profile.ts';
import { PROFILE_PATH } from '../lib/authority/well-known.ts';
import { enrolmentRequestSchema, enrolmentSchema, KEYS_PATH, MAX_ENROLMENT_BYTES } from '../lib/evidence/enrolment.ts';
import { z } from '../lib/formats/validation.ts';
import { childProtectionReportSchema } from '../lib/reports/child-protection.ts';
import {
  CONTENT_DIGEST,
  EVIDENCE_PATH,
  HEALTH_PATH,
  healthSchema,
  IDEMPOTENCY_KEY,
  IDEMPOTENCY_REPLAYED,
  KNOWN_LISTINGS_PATH,
  knownListingsAnswerSchema,
  knownListingsQuestionSchema,
  MAX_EVIDENCE_PART,
  MAX_REPORT_BYTES,
  PROBLEM_MEDIA_TYPE,
  problemSchema,
  REPORT_MEDIA_TYPE,
  REPORTS_PATH,
  receiptSchema,
  statusSchema,
  UPLOAD_OFFSET,
} from '../lib/reports/protocol.ts';
import { anyReportSchema, reportSchema } from '../lib/reports/report.ts';

type Json = Record<string, unknown>;

const COMPONENTS = {
  AnyReport: anyReportSchema,
  Report: reportSchema,
  ChildProtectionReport: childProtectionReportSchema,
  Receipt: receiptSchema,
  Status: statusSchema,
  Problem: problemSchema,
  Health: healthSchema,
  KnownListingsQuestion: knownListingsQuestionSchema,
  KnownListingsAnswer: knownListingsAnswerSchema,
  AuthorityProfile: authorityProfileSchema,
  Enrolment: enrolmentSchema,
  EnrolmentRequest: enrolmentRequestSchema,
} as const;

type Component = keyof typeof COMPONENTS;

function reference(component: Component): Json {
  return { $ref: `#/components/schemas/${component}` };
}

function schemas(): Json {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(COMPONENTS)) registry.add(schema, { id });
  const generated = z.toJSONSchema(registry, { io: 'input', uri: (id) => `#/components/schemas/${id}` });
  return Object.fromEntries(
    Object.entries(generated.schemas).map(([id, { $id: _id, $schema: _schema, ...schema }]) => [
      id,
      id === 'AnyReport' ? { ...schema, discriminator: { propertyName: 'schema' } } : schema,
    ]),
  );
}

function content(component: Component, mediaType: string): Json {
  return { [mediaType]: { schema: reference(component) } };
}

function header(description: string, schema: Json = { type: 'string' }): Json {
  return { description, schema };
}

function answer(description: string, component?: Component, headers?: Json): Json {
  return {
    description,
    ...(headers === undefined ? {} : { headers }),
    ...(component === undefined ? {} : { content: content(component, REPORT_MEDIA_TYPE) }),
  };
}

const RETRY_AFTER = { 'Retry-After': header('Seconds to wait before the next attempt.', { type: 'integer' }) };

function problem(description: string, headers?: Json): Json {
  return {
    description,
    ...(headers === undefined ? {} : { headers }),
    content: content('Problem', PROBLEM_MEDIA_TYPE),
  };
}

const ETAG = { ETag: header('Entity tag, for If-None-Match.') };
const REFERENCE_PARAMETER = {
  name: 'reference',
  in: 'path',
  required: true,
  description: 'As the receipt has it.',
  schema: { type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$' },
};

function postReport(): Json {
  return {
    operationId: 'sendReport',
    summary: 'Send one report; the receipt says that it is durably stored.',
    parameters: [
      {
        name: IDEMPOTENCY_KEY,
        in: 'header',
        required: true,
        description: 'A UUID: one for each report, the same with each attempt to send it.',
        schema: { type: 'string', format: 'uuid' },
      },
      {
        name: CONTENT_DIGEST,
        in: 'header',
        required: false,
        description: 'RFC 9530, sha-256; checked when it is there.',
        schema: { type: 'string' },
      },
    ],
    security: [{}, { agencyToken: [] }],
    requestBody: {
      required: true,
      description: `At most ${MAX_REPORT_BYTES} bytes of UTF-8, without Content-Encoding.`,
      content: content('AnyReport', REPORT_MEDIA_TYPE),
    },
    responses: {
      201: answer('Durably stored, now or before under the same key with the same content.', 'Receipt', {
        Location: header('Path of the status.'),
        [IDEMPOTENCY_REPLAYED]: header('`true` when the receipt was given before.'),
      }),
      400: problem('Malformed: no JSON, no UTF-8, nested too deep, no valid key, wrong digest.'),
      401: problem('The token is missing or not known.'),
      403: problem('The token is for another role.'),
      409: problem('The key came before with other content.'),
      413: problem('Too large.'),
      415: problem('Not application/json in UTF-8.'),
      422: problem('Not a valid report; `errors` names each faulty place.'),
      429: problem('Too many requests.', RETRY_AFTER),
      500: problem('The intake failed; try again with the same key.', RETRY_AFTER),
      503: problem('Cannot store now; try again with the same key.', RETRY_AFTER),
    },
  };
}

const UPLOAD = { [UPLOAD_OFFSET]: header('Bytes of the item that are here.', { type: 'integer' }) };

function evidencePathItem(): Json {
  const parameter = {
    name: 'sha256',
    in: 'path',
    required: true,
    description: 'Of the whole item, as the report announces it.',
    schema: { type: 'string', pattern: '^[0-9a-f]{64}$' },
  };
  const inHeader = (name: string, required: boolean, description: string) => ({
    name,
    in: 'header',
    required,
    description,
    schema: { type: 'string' },
  });
  return {
    parameters: [parameter],
    head: {
      operationId: 'readUpload',
      summary: 'How much of an evidence item is here.',
      responses: {
        200: answer('All of it.', undefined, UPLOAD),
        404: answer('Not all of it, or no report announces it (then without the header).', undefined, UPLOAD),
      },
    },
    put: {
      operationId: 'sendEvidence',
      summary: 'Send an evidence item that a report announced, whole or part by part.',
      parameters: [
        inHeader(CONTENT_DIGEST, true, 'RFC 9530, sha-256 of this body.'),
        inHeader('Content-Range', false, 'bytes FIRST-LAST/TOTAL; without it the body is the whole item.'),
      ],
      requestBody: {
        required: true,
        description: `At most ${MAX_EVIDENCE_PART} bytes.`,
        content: { 'application/octet-stream': {} },
      },
      responses: {
        200: answer('It was here already.', undefined, UPLOAD),
        201: answer('Whole, and its hash is right.', undefined, UPLOAD),
        202: answer('This part is stored; go on.', undefined, UPLOAD),
        400: problem('Wrong digest, range or length.'),
        404: problem('No report announces it.'),
        409: problem('The upload stands elsewhere.', UPLOAD),
        413: problem('Too many bytes in one request.'),
        422: problem('The bytes do not hash to the address; start again.'),
        429: problem('Too many requests.', RETRY_AFTER),
      },
    },
  };
}

function keyPathItem(): Json {
  return {
    parameters: [
      {
        name: 'fingerprint',
        in: 'path',
        required: true,
        description: 'SHA-256 of the SubjectPublicKeyInfo.',
        schema: { type: 'string', pattern: '^[0-9a-f]{64}$' },
      },
    ],
    get: {
      operationId: 'readEnrolment',
      summary: 'What became of a key that asked to be enrolled.',
      responses: { 200: answer('Its state.', 'Enrolment'), 404: problem('This key has not asked.') },
    },
    put: {
      operationId: 'askEnrolment',
      summary: 'Ask that the key of an inspector’s installation be enrolled; an agent decides by the code read out.',
      security: [{ agencyToken: [] }],
      requestBody: {
        required: true,
        description: `At most ${MAX_ENROLMENT_BYTES} bytes.`,
        content: content('EnrolmentRequest', REPORT_MEDIA_TYPE),
      },
      responses: {
        202: answer('Asked, now or before.', 'Enrolment'),
        401: problem('Without the token of an inspector.'),
        413: problem('Too large.'),
        415: problem('Not application/json in UTF-8.'),
        422: problem('Not such a key.'),
        429: problem('Too many requests.', RETRY_AFTER),
      },
    },
  };
}

function paths(): Json {
  return {
    [REPORTS_PATH]: { post: postReport() },
    [`${REPORTS_PATH}/{reference}`]: {
      get: {
        operationId: 'readStatus',
        summary: 'What became of a report.',
        parameters: [REFERENCE_PARAMETER],
        responses: {
          200: answer('The status.', 'Status', ETAG),
          304: answer('Unchanged since the entity tag in If-None-Match.'),
          404: problem('No such report.'),
          429: problem('Too many requests.', RETRY_AFTER),
        },
      },
    },
    [`${EVIDENCE_PATH}/{sha256}`]: evidencePathItem(),
    [KNOWN_LISTINGS_PATH]: {
      post: {
        operationId: 'askKnownListings',
        summary: 'How many reports name each of some listings; an intake may leave this out.',
        requestBody: { required: true, content: content('KnownListingsQuestion', REPORT_MEDIA_TYPE) },
        responses: {
          200: answer('The counts, in the order asked.', 'KnownListingsAnswer'),
          400: problem('Malformed.'),
          404: problem('This intake does not say.'),
          415: problem('Not application/json in UTF-8.'),
          422: problem('Not a valid question.'),
          429: problem('Too many questions.', RETRY_AFTER),
        },
      },
    },
    [`${KEYS_PATH}/{fingerprint}`]: keyPathItem(),
    [HEALTH_PATH]: {
      get: {
        operationId: 'readHealth',
        summary: 'Whether reports can be stored.',
        responses: { 200: answer('Yes.', 'Health'), 503: answer('No.', 'Health') },
      },
    },
    [PROFILE_PATH]: {
      get: {
        operationId: 'readProfile',
        summary: 'Who runs this intake, and what it asks for.',
        responses: { 200: answer('The authority profile.', 'AuthorityProfile', ETAG) },
      },
    },
  };
}

/** The OpenAPI 3.1 document of intake protocol v1. */
export function openApiDocument(): Json {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Vigie intake protocol',
      version: '1',
      description: 'How Vigie sends reports to an authority. The prose is in intake-protocol.md.',
      license: { name: 'EUPL-1.2', identifier: 'EUPL-1.2' },
    },
    servers: [{ url: '/', description: 'The intake endpoint that the authority profile names.' }],
    paths: paths(),
    components: {
      schemas: schemas(),
      securitySchemes: {
        agencyToken: {
          type: 'http',
          scheme: 'bearer',
          description: 'For the roles that the profile lists in tokenRoles.',
        },
      },
    },
  };
}

/** JSON Schema 2020-12 of whatever an intake takes. */
export function reportJsonSchema(): Json {
  const { $schema, ...schema } = z.toJSONSchema(anyReportSchema, { io: 'input' });
  return { $schema, $id: 'urn:vigie:schema:any-report:1', title: 'Vigie report or child-protection report', ...schema };
}

/** What is generated, by its path from the project's root. */
export const GENERATED: Record<string, () => Json> = {
  'docs/openapi.json': openApiDocument,
  'docs/report.schema.json': reportJsonSchema,
};

export function serialised(document: Json): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [path, make] of Object.entries(GENERATED)) {
    writeFileSync(new URL(`../${path}`, import.meta.url), serialised(make()));
  }
}
