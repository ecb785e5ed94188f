import { defineError } from '../../../lib/plugin.js';

export const NotOneSpan = defineError<{ name: string; count: number; names: readonly string[] }>({
  code: 'GM_TEST_TELEMETRY_SPAN',
  kind: 'integration',
  message: ({ name, count, names }) => `${count} spans are called "${name}", not one, among: ${names.join(', ') || 'none'}.`,
  fix: 'Correct the name; where there are several, look for yours in "spans".',
});
