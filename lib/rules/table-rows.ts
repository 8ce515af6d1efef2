/** Tables of numbers as typed arrays. */

export const powerOfTwo = (least: number): number => 2 ** Math.ceil(Math.log2(least));

/** Rows of different lengths as one array and its row starts. */
export function rows(lists: readonly (readonly number[])[]): [Int32Array<ArrayBuffer>, Int32Array<ArrayBuffer>] {
  const starts = new Int32Array(lists.length + 1);
  let total = 0;
  lists.forEach((list, index) => {
    starts[index] = total;
    total += list.length;
  });
  starts[lists.length] = total;
  const values = new Int32Array(total);
  let at = 0;
  for (const list of lists)
    for (const value of list) {
      values[at] = value;
      at++;
    }
  return [starts, values];
}
