/**
 * Enrolling an installation's key with an authority. The installation sends its public key and shows a code; the person
 * reads the code out to an agent, by a way that nobody who tampers with the first can also tamper with; the agent who hears it types it
 * beside the key that came. From then on the authority knows whose installation signed a package.
 */
import { sha256Hex, text } from '../formats/fields.ts';
import { z } from '../formats/validation.ts';

export const KEYS_PATH = '/v1/keys';
/** @param fingerprint SHA-256 of the SubjectPublicKeyInfo, 64 hexadecimal digits. */
export const keyPath = (fingerprint: string): string => `${KEYS_PATH}/${fingerprint}`;

/** Largest body of a request, in bytes. */
export const MAX_ENROLMENT_BYTES = 4096;

export const enrolmentRequestSchema = z
  .strictObject({
    schema: z.literal('vigie-key/1'),
    spki: z
      .string()
      .max(500)
      .regex(/^[A-Za-z0-9+/]+={0,2}$/, 'must be base64')
      .describe('SubjectPublicKeyInfo of an ECDSA P-256 key, DER, base64.'),
    holder: text(200, 1).describe('Who holds the installation, for the agent to recognise.'),
  })
  .meta({ title: 'Enrolment of a key' });
export type EnrolmentRequest = z.infer<typeof enrolmentRequestSchema>;

export const ENROLMENT_STATES = ['pending', 'enrolled', 'refused'] as const;
export type EnrolmentState = (typeof ENROLMENT_STATES)[number];

export const enrolmentSchema = z
  .object({ fingerprint: sha256Hex, state: z.enum(ENROLMENT_STATES) })
  .meta({ title: 'State of an enrolment' });
export type Enrolment = z.infer<typeof enrolmentSchema>;
