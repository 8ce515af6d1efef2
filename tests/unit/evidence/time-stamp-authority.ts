/** A time-stamp authority on loopback, answered by `openssl ts`, with a certificate authority made for the test. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const openssl = (folder: string, ...args: string[]): string =>
  execFileSync('openssl', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

const CONFIG = `
[tsa]
default_tsa = stamp
[stamp]
serial = ./serial
default_policy = 1.2.3.4.1
digests = sha1, sha256, sha384, sha512
accuracy = secs:1
signer_digest = sha256
ess_cert_id_alg = sha256
[ca]
default_ca = issue
[issue]
database = ./index.txt
serial = ./serial
new_certs_dir = .
certificate = ./ca.pem
private_key = ./ca.key
default_md = sha256
policy = any
x509_extensions = time_stamping
[any]
organizationName = optional
commonName = supplied
[time_stamping]
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
`;

export type Behaviour =
  | 'good'
  /** Signed by a certificate that had run out. */
  | 'expired'
  | 'other-nonce'
  | 'other-hash'
  | 'refusal'
  | 'garbage'
  | 'silence'
  | 'endless'
  | 'http-500';

export class TimeStampAuthority {
  readonly folder = mkdtempSync(join(tmpdir(), 'vigie-tsa-'));
  behaviour: Behaviour = 'good';
  asked = 0;
  readonly #server: Server;

  private constructor() {
    const make = (...args: string[]) => openssl(this.folder, ...args);
    const subject = (name: string) => ['-subj', `/O=Vigie tests/CN=${name}`];
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
    writeFileSync(join(this.folder, 'tsa.cnf'), CONFIG);
    writeFileSync(join(this.folder, 'serial'), '01\n');
    make('req', '-x509', ...key, '-keyout', 'ca.key', '-out', 'ca.pem', '-days', '3650', ...subject('Test CA'));
    writeFileSync(join(this.folder, 'index.txt'), '');
    for (const [name, from, to] of [
      ['good', '20200101000000Z', '20490101000000Z'],
      ['expired', '20200101000000Z', '20210101000000Z'],
    ] as const) {
      make('req', '-new', ...key, '-keyout', `${name}.key`, '-out', `${name}.csr`, ...subject(`Test TSA ${name}`));
      const dates = ['-startdate', from, '-enddate', to];
      make('ca', '-batch', '-notext', '-config', 'tsa.cnf', '-in', `${name}.csr`, '-out', `${name}.pem`, ...dates);
    }
    this.#server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        this.asked++;
        const { behaviour } = this;
        if (behaviour === 'silence') return;
        if (behaviour === 'http-500') return void response.writeHead(500).end('no');
        response.writeHead(200, { 'Content-Type': 'application/timestamp-reply' });
        if (behaviour === 'endless') {
          const timer = setInterval(() => response.write(Buffer.alloc(16_384)), 1);
          response.on('close', () => clearInterval(timer));
        } else response.end(this.answer(Buffer.concat(parts), behaviour));
      });
    });
  }

  static async start(): Promise<TimeStampAuthority> {
    const authority = new TimeStampAuthority();
    await new Promise<void>((resolve) => authority.#server.listen(0, '127.0.0.1', resolve));
    return authority;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  file(name: string): string {
    return join(this.folder, name);
  }

  answer(question: Buffer, behaviour: Behaviour): Buffer {
    if (behaviour === 'garbage') return Buffer.from('<html>Welcome</html>');
    if (behaviour === 'refusal') {
      // PKIStatusInfo: rejection, "not today".
      return Buffer.from([0x30, 0x12, 0x30, 0x10, 2, 1, 2, 0x30, 0x0b, 0x0c, 0x09, ...Buffer.from('not today')]);
    }
    writeFileSync(this.file('query.tsq'), this.#questionFor(question, behaviour));
    const signer = behaviour === 'expired' ? behaviour : 'good';
    openssl(
      this.folder,
      'ts',
      '-reply',
      '-config',
      'tsa.cnf',
      '-section',
      'stamp',
      '-queryfile',
      'query.tsq',
      '-signer',
      `${signer}.pem`,
      '-inkey',
      `${signer}.key`,
      '-chain',
      'ca.pem',
      '-out',
      'reply.tsr',
    );
    return readFileSync(this.file('reply.tsr'));
  }

  #questionFor(question: Buffer, behaviour: Behaviour): Buffer {
    if (behaviour === 'other-hash' || behaviour === 'other-nonce') {
      const other = Buffer.from(question);
      // The hash stands before the nonce; both are far from the outer lengths.
      const at = behaviour === 'other-hash' ? question.indexOf(Buffer.from([0x04, 0x20])) + 4 : other.length - 8;
      other[at] = (other[at] ?? 0) ^ 0x01;
      return other;
    }
    return question;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    rmSync(this.folder, { recursive: true, force: true });
  }
}
