import { pause, repeatedly, type Fault } from '../fault.js';

/** What is usual has to be usual for as long as an hour is in the drill. */
const USUAL_MS = 14_000;

/** What was asked again and again until now is asked for in another way each time, so that nothing that is kept helps. */
export const coldCache: Fault = {
  name: 'nothing that is kept is asked for',
  alerts: ['GeneralManagerCacheDegraded'],
  inflict: async (fleet) => {
    const usual = repeatedly(async () => {
      await fleet.ask('{ items(filter: { price: { gt: "0.5" } }) { nodes { name } } }');
      await pause(20);
    }, 2);
    await pause(USUAL_MS);
    await usual();
    let number = 0;
    return repeatedly(async () => {
      number += 1;
      await fleet.ask(`{ items(filter: { price: { gt: "${number}.5" } }) { nodes { name } } }`);
      await pause(20);
    }, 4);
  },
};
