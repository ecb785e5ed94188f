import type { Fault } from '../fault.js';

/** The process hangs, as one that waits for a disk or a debugger. */
export const away: Fault = {
  name: 'the process stands still',
  alerts: ['GeneralManagerDown'],
  inflict: async ({ parts: { app } }) => {
    app.signal('SIGSTOP');
    return async () => app.signal('SIGCONT');
  },
};
