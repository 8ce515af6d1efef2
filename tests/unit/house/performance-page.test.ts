import { describe, expect, it } from 'vitest';
import { withTable } from '../../bench/performance-page.ts';

describe('docs/performance.md', () => {
  const before = withTable(withTable('# Performance\n', 'one', '### One\n\n| a |\n'), 'two', '### Two\n\n| b |\n');

  it('takes each table at its end', () => {
    expect(before).toBe('# Performance\n\n<!-- one -->\n## One\n\n| a |\n\n<!-- two -->\n## Two\n\n| b |\n');
  });

  it('puts a table in the place of the one before', () => {
    expect(withTable(before, 'one', '### One\n\n| c |\n')).toBe(before.replace('| a |', '| c |'));
    expect(withTable(before, 'two', '### Two\n\n| c |\n')).toBe(before.replace('| b |', '| c |'));
  });
});
