import { pause, repeatedly, type Fault } from '../fault.js';

/** A stranger tries what there is. */
export const denied: Fault = {
  name: 'a stranger tries what there is',
  alerts: ['GeneralManagerPermissionDenials'],
  inflict: async (fleet) =>
    repeatedly(async () => {
      await fleet.ask(
        '{ purchases { totalCount } claims { totalCount } crew { totalCount } suppliers { totalCount } manifests { totalCount } }',
      );
      await pause(20);
    }, 2),
};
