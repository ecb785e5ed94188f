import { scattered, type Workload } from './workload.js';

export const byKey: Workload = {
  name: 'W1',
  title: 'one track by its key, 5 values',
  documents: {
    'general-manager': 'query W1($id: ID!) { track(id: $id) { id name composer milliseconds bytes } }',
    'hand-written': 'query W1($id: Int!) { track(id: $id) { id name composer milliseconds bytes } }',
    postgraphile: 'query W1($id: Int!) { track: trackByTrackId(trackId: $id) { id: trackId name composer milliseconds bytes } }',
  },
  turns: () => 400,
  variables: (turn, { tracks }) => ({ id: scattered(turn, tracks) + 1 }),
};
