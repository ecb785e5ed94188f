import type { ChangeTriggers, RowLevelSecurity } from '../../lib/plugin.js';

/** Statements as a script that is run as a whole or not at all. */
export function script({ up, down }: RowLevelSecurity | ChangeTriggers, undo: boolean): string {
  return ['begin', ...(undo ? down : up), 'commit'].map((statement) => `${statement};\n`).join('');
}
