/** A request that a user of the app makes again and again. */
export interface DemoRequest {
  /** The operation's name, for whoever reads traces. */
  readonly name: string;
  readonly query: string;
  /** Who asks, as a token of the sample. Absent: nobody in particular. */
  readonly as?: string;
  /** How often it is asked, beside the others. */
  readonly weight: number;
  /** Its variables, which depend on how many requests were made before. */
  readonly variables?: (turn: number) => Readonly<Record<string, unknown>>;
}

/** What is asked: mostly what works, some of it of another service, and a little that is refused. */
export const REQUESTS: readonly DemoRequest[] = [
  {
    name: 'OpenPorts',
    weight: 6,
    query: `query OpenPorts {
      ships(filter: { homePort: { open: { eq: true } } }, sort: [{ launched: ASC }], first: 10) {
        totalCount nodes { name radioCallSign homePort { name } }
      }
    }`,
  },
  {
    name: 'CannotSail',
    weight: 3,
    query: 'query CannotSail { readiness(filter: { openOrders: { gt: 0 } }) { nodes { ship { name } openOrders crew } } }',
  },
  {
    name: 'Carried',
    as: 'sam',
    weight: 4,
    query: `query Carried {
      manifests(first: 5) { nodes { ship { name } sailsOn lines { nodes { line item { name } weight claims { nodes { reason } } } } } }
    }`,
  },
  {
    name: 'Worth',
    as: 'cleo',
    weight: 2,
    query: 'query Worth { manifests(first: 3) { nodes { ship { name } linesAggregate { count sum { value } } } } }',
  },
  {
    name: 'Offers',
    as: 'piet',
    weight: 2,
    query: 'query Offers { items { nodes { name price quotes { nodes { price vendor { name country } } } } } }',
  },
  {
    name: 'Estimate',
    as: 'mia',
    weight: 2,
    query: `mutation Estimate($estimate: String!) {
      updateWorkOrders(filter: { priority: { eq: 1 }, status: { eq: Open } }, input: { estimate: $estimate }, max: 100) { count }
    }`,
    variables: (turn) => ({ estimate: `0${1 + (turn % 9)}:00:00` }),
  },
  // What is refused: by policies, or since it is no question.
  { name: 'Claims', weight: 1, query: 'query Claims { claims { totalCount } }' },
  { name: 'Remove', as: 'lea', weight: 1, query: 'mutation Remove { deleteWorkOrders(filter: { priority: { eq: 1 } }) { count } }' },
  { name: 'Mistake', weight: 1, query: 'query Mistake { ship(id: "no number") { name } }' },
];
