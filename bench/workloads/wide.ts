import type { Workload } from './workload.js';

const ROWS = 1000;
const VALUES = 'name composer milliseconds bytes unitPrice position explicit tenantId createdAt';

export const wide: Workload = {
  name: 'W6',
  title: '1,000 tracks, 10 values',
  documents: {
    'general-manager': `query W6($offset: Int!) { tracks(first: ${ROWS}, offset: $offset, sort: [{ id: ASC }]) { nodes { id ${VALUES} } } }`,
    'hand-written': `query W6($offset: Int!) { tracks(limit: ${ROWS}, offset: $offset) { id ${VALUES} } }`,
    postgraphile: `query W6($offset: Int!) { tracks: allTracksList(first: ${ROWS}, offset: $offset, orderBy: TRACK_ID_ASC) { id: trackId ${VALUES} } }`,
  },
  turns: ({ tracks }) => Math.min(10, Math.max(1, Math.floor(tracks / ROWS))),
  variables: (turn) => ({ offset: turn * ROWS }),
};
