/** The source file of an alert pack: alerts as JSON Lines, sorted, so that a change of a few alerts changes a few lines. */
import { type Alert, alertSchema } from './alert.ts';
import { sortAlerts } from './compile.ts';

export const formatAlertSource = (alerts: Iterable<Alert>): string =>
  sortAlerts(alerts)
    .map((alert) => `${JSON.stringify(alert)}\n`)
    .join('');

/** Sound lines, and one sentence for each that is not. */
export function parseAlertSource(text: string): { alerts: Alert[]; problems: string[] } {
  const alerts: Alert[] = [];
  const problems: string[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const alert = parseLine(line);
    if (typeof alert === 'string') problems.push(`line ${index + 1} ${alert}`);
    else alerts.push(alert);
  }
  return { alerts, problems };
}

function parseLine(line: string): Alert | string {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return 'is not JSON';
  }
  const parsed = alertSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  return `is no alert: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trimEnd();
}
