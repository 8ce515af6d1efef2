/** Lines of a byte stream as UTF-8 text, in constant memory: a line beyond the limit is dropped and said to be so. */

export interface Line {
  text: string;
  tooLong: boolean;
  limit: number;
}

const LONGEST_LINE = 8 * 1024 * 1024;

export async function* readLines(
  input: AsyncIterable<Uint8Array | string>,
  limit: number = LONGEST_LINE,
): AsyncGenerator<Line> {
  const decoder = new TextDecoder();
  let rest = '';
  let tooLong = false;
  for await (const chunk of input) {
    const text = typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    let from = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      yield { text: tooLong ? '' : rest + text.slice(from, end), tooLong, limit };
      rest = '';
      tooLong = false;
      from = end + 1;
    }
    rest += text.slice(from);
    if (rest.length > limit) {
      rest = '';
      tooLong = true;
    }
  }
  rest += decoder.decode();
  if (rest !== '' || tooLong) yield { text: rest, tooLong, limit };
}
