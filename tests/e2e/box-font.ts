/**
 * A TrueType font in which every character is the same box, half an em wide. Text set in it has the same size on every
 * machine, so that pictures of pages do not depend on which fonts a machine has and how it draws them, and change only when
 * the page does. Made here, table by table (ISO/IEC 14496-22), because it is smaller than any font to pass on.
 */
const UNITS = 1000;
const ADVANCE = 500;
const [ASCENT, DESCENT] = [800, -200];

type Field = readonly [bytes: 1 | 2 | 4, value: number];

function table(...fields: Field[]): Buffer {
  return Buffer.concat(
    fields.map(([bytes, value]) => {
      const buffer = Buffer.alloc(bytes);
      buffer.writeUIntBE(value < 0 ? value + 2 ** (8 * bytes) : value, 0, bytes);
      return buffer;
    }),
  );
}

const u16 = (...values: number[]): Field[] => values.map((value) => [2, value] as const);
const u32 = (...values: number[]): Field[] => values.map((value) => [4, value] as const);

/** The box: four points on the curve, as differences. */
function glyph(): Buffer {
  const [left, bottom, right, top] = [50, 0, 450, 550];
  const flags: Field[] = Array.from({ length: 4 }, () => [1, 1] as const);
  const xs = u16(left, right - left, 0, left - right);
  const ys = u16(bottom, 0, top - bottom, 0);
  return table(...u16(1, left, bottom, right, top, 3, 0), ...flags, ...xs, ...ys);
}

/** Every character to glyph 1: format 13 is made for that. */
function characters(): Buffer {
  const format = table(...u16(13, 0), ...u32(28, 0, 1, 0x20, 0x10ffff, 1));
  return Buffer.concat([table(...u16(0, 1, 3, 10), ...u32(12)), format]);
}

function names(): Buffer {
  const text = Buffer.from('Boxes', 'utf16le').swap16();
  const records = [1, 2, 4, 6].flatMap((id) => u16(3, 1, 0x409, id, text.length, 0));
  return Buffer.concat([table(...u16(0, 4, 6 + 4 * 12), ...records), text]);
}

function checksum(content: Buffer): number {
  let sum = 0;
  for (let at = 0; at < content.length; at += 4) sum = (sum + content.readUInt32BE(at)) % 2 ** 32;
  return sum;
}

const padded = (content: Buffer) => Buffer.concat([content, Buffer.alloc((4 - (content.length % 4)) % 4)]);

/** The font file. */
export function boxFont(): Buffer {
  const box = padded(glyph());
  const noPanose: Field[] = Array.from({ length: 10 }, () => [1, 0] as const);
  const tables: [tag: string, content: Buffer][] = [
    [
      'OS/2',
      table(
        ...u16(4, ADVANCE, 400, 5, 0, 650, 600, 0, 75, 650, 600, 0, 350, 50, 250, 0),
        ...noPanose,
        ...u32(1, 0, 0, 0, 0x20202020),
        ...u16(0x40, 0x20, 0xffff, ASCENT, DESCENT, 0, ASCENT, -DESCENT),
        ...u32(1, 0),
        ...u16(500, 550, 0, 0x20, 1),
      ),
    ],
    ['cmap', characters()],
    ['glyf', box],
    [
      'head',
      table(
        ...u16(1, 0),
        ...u32(0x10000, 0, 0x5f0f3cf5),
        ...u16(3, UNITS),
        ...u32(0, 0, 0, 0),
        ...u16(50, 0, 450, 550, 0, 8, 2, 1, 0),
      ),
    ],
    ['hhea', table(...u16(1, 0, ASCENT, DESCENT, 0, ADVANCE, 50, 50, 450, 1, 0, 0, 0, 0, 0, 0, 0, 2))],
    ['hmtx', table(...u16(ADVANCE, 50, ADVANCE, 50))],
    ['loca', table(...u32(0, 0, box.length))],
    ['maxp', table(...u32(0x10000), ...u16(2, 4, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0))],
    ['name', names()],
    ['post', table(...u32(0x30000, 0), ...u16(-100, 50), ...u32(0, 0, 0, 0, 0))],
  ];
  const count = tables.length;
  const power = Math.floor(Math.log2(count));
  const header = table(...u32(0x10000), ...u16(count, 16 * 2 ** power, power, 16 * (count - 2 ** power)));
  let offset = 12 + 16 * count;
  const directory: Buffer[] = [];
  for (const [tag, content] of tables) {
    directory.push(Buffer.from(tag, 'latin1'), table(...u32(checksum(padded(content)), offset, content.length)));
    offset += padded(content).length;
  }
  return Buffer.concat([header, ...directory, ...tables.map(([, content]) => padded(content))]);
}
