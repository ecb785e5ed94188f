// What is said of actions.
import { defineError } from './define-error.js';

export const InvalidAction = defineError<{ manager: string; action: string; reason: string }>({
  code: 'GM_DECL_INVALID_ACTION',
  kind: 'declaration',
  message: ({ manager, action, reason }) => `The action "${action}" of ${manager} cannot be used: ${reason}.`,
  fix: 'Correct what @Action or the interface says of it; it names properties of the class, types of values and managed classes.',
});

export const UnknownAction = defineError<{ manager: string }>({
  code: 'GM_WRITE_UNKNOWN_ACTION',
  kind: 'input',
  message: ({ manager }) => `${manager} has no action of this name.`,
  fix: 'Name a method of the class that has @Action, or an action of its interface.',
});

export const ActionReach = defineError<{ manager: string; action: string; other: string }>({
  code: 'GM_WRITE_ACTION_REACH',
  kind: 'integration',
  message: ({ manager, action, other }) => `The action "${action}" of ${manager} changed an object of ${other} besides its own.`,
  fix: 'Change other objects by the manager() or system() that the action is given, so that their own rules decide.',
});

export const ActionWithoutObject = defineError<{ manager: string; action: string }>({
  code: 'GM_WRITE_ACTION_RESULT',
  kind: 'integration',
  message: ({ manager, action }) => `The action "${action}" of ${manager} gave nothing that is an object of ${manager}.`,
  fix: 'Return the written object or its key, or declare what the action returns.',
});
