import type { Workload } from './workload.js';

export const aggregates: Workload = {
  name: 'W7',
  title: 'of each genre the number, the sum and the longest of its tracks that stand at a place of their albums',
  documents: {
    'hand-written': 'query W7($position: Int!) { groups: genreTotals(position: $position) { genre count sum max } }',
    postgraphile: `query W7($position: Int!) {
      groups: allGenresList(orderBy: NAME_ASC) { genre: name
        tracks: tracksByGenreId(condition: { position: $position }) {
          totalCount aggregates { sum { milliseconds } max { milliseconds } }
        }
      }
    }`,
  },
  needs: { operation: 'tracksAggregate', what: 'aggregates' },
  turns: () => 10,
  variables: (turn) => ({ position: turn + 1 }),
};
