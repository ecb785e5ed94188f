// What is said of histories.
import { defineError } from './define-error.js';

export const HistoryUnsupported = defineError<{ manager: string; reason: string }>({
  code: 'GM_READ_NO_HISTORY',
  kind: 'input',
  message: ({ manager, reason }) => `${manager} cannot be read as it was: ${reason}.`,
  fix: 'Ask for a later time, or declare history on every class that the read leads to: @Interface(database({ history: true })).',
});
