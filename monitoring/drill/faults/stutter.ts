import { pause, repeatedly, type Fault } from '../fault.js';

/** The process is held up for a third of a second at a time, as by a long calculation or a machine that is too full. */
export const stutter: Fault = {
  name: 'the process is held up again and again',
  alerts: ['GeneralManagerEventLoopDelay'],
  inflict: async ({ parts: { app } }) =>
    repeatedly(async () => {
      app.signal('SIGSTOP');
      await pause(330);
      app.signal('SIGCONT');
      await pause(70);
    }),
};
