/** What GraphiQL shows first. */
export const DEFAULT_QUERY = `# Ships that are not ready, with what is to be done on them.
# For crew, work and stores, act as somebody: put {"authorization": "Bearer sam"} below, at "Headers".
query Fleet {
  readiness(filter: { openOrders: { gt: 0 } }, sort: [{ openOrders: DESC }]) {
    totalCount
    nodes { ship { name } openOrders shortages crew }
  }
  ships(first: 3, sort: [{ launched: ASC }], filter: { homePort: { open: { eq: true } } }) {
    pageInfo { hasNextPage endCursor }
    nodes {
      __typename
      name
      radioCallSign
      displacement
      dimensions { length beam }
      homePort { name position }
      modules(filter: { parent: null }) { nodes { name parts { nodes { name } } } }
      ... on CargoShip { capacity }
      ... on ResearchShip { laboratories }
    }
  }
}
`;
