import { pause, repeatedly, type Fault } from '../fault.js';

/** The upstream answers everything with 500. */
export const failingMarket: Fault = {
  name: 'an upstream fails',
  alerts: ['GeneralManagerUpstreamErrors', 'GeneralManagerUpstreamBreakerOpen'],
  inflict: async (fleet) => {
    const { market, service, failingMarket } = fleet.parts;
    market.lead(portOf(failingMarket.url));
    const asks = repeatedly(async () => {
      await fleet.ask('{ vendors { nodes { name } } }', 'piet');
      await pause(50);
    }, 4);
    return async () => {
      await asks();
      market.lead(portOf(service.url));
    };
  },
};

const portOf = (url: string): number => Number(new URL(url).port);
