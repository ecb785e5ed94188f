import { openLogistics } from '../../../samples/logistics/app.js';
import { notices } from '../../../samples/logistics/notices.js';
import type { Fault } from '../fault.js';

/** Whoever is told of changes refuses them; the cure is the one of the runbook. */
export const refusedNotices: Fault = {
  name: 'the consumer of events refuses them',
  alerts: ['GeneralManagerOutboxLag', 'GeneralManagerOutboxDead'],
  inflict: async ({ parts: { notices: consumer, databaseUrl } }) => {
    consumer.break();
    return async () => {
      consumer.mend();
      const { orm, gm } = await openLogistics(databaseUrl, { plugins: [notices(consumer.url)] });
      await gm.events.replay({ consumer: 'notices' });
      await orm.close();
    };
  },
};
