/** Writes of one transaction, all or none: a fault that the browser's own abort does not see (a throw between two writes) ends it too. */
export async function whole(
  transaction: { abort(): void; readonly done: Promise<void> },
  write: (keep: (request: Promise<unknown>) => void) => void,
): Promise<void> {
  const requests: Promise<unknown>[] = [transaction.done];
  const keep = (request: Promise<unknown>) => {
    // Those that end with the transaction are waited for below, or not at all.
    request.catch(() => undefined);
    requests.push(request);
  };
  try {
    write(keep);
    await Promise.all(requests);
  } catch (error) {
    try {
      transaction.abort();
    } catch {
      // It has ended already.
    }
    await Promise.allSettled(requests);
    throw error;
  }
}
