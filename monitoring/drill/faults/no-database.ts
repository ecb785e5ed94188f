import { pause, repeatedly, type Fault } from '../fault.js';

/** Connections to the database end, and no others are made; clients try again and again. */
export const noDatabase: Fault = {
  name: 'the database is away',
  alerts: ['GeneralManagerAvailabilityBurnFast', 'GeneralManagerAvailabilityBurnSlow', 'GeneralManagerErrorBurst'],
  inflict: async (fleet) => {
    const { database } = fleet.parts;
    database.shut();
    const tries = repeatedly(async () => {
      await fleet.ask('{ ships { totalCount } }');
      await pause(50);
    });
    return async () => {
      await tries();
      database.reopen();
    };
  },
};
