import { Playlist } from './playlist.js';
import type { Studio } from './studio.js';

/** What people may write into keys and titles. */
export const HOSTILE = { code: `a/b"c'd,~../<x>?#%41&`, title: `<img src=x onerror=alert(1)> javascript:alert(1)` };

/**
 * "Morning" and one with hostile texts are ann's, "Evening" and eleven more are bob's. "Told" was changed by the boss, "Veiled" is no longer
 * hidden.
 */
export async function fillPlaylists({ gm, query }: Studio): Promise<void> {
  await query(
    `insert into playlist (code, title, owner, version) values
    ('morning', 'Morning', 'ann', 1), ('evening', 'Evening', 'bob', 1), (?, ?, 'ann', 1)`,
    [HOSTILE.code, HOSTILE.title],
  );
  await query(`insert into playlist (code, title, owner, version)
    select 'f' || n, 'Filler ' || lpad(n::text, 2, '0'), 'bob', 1 from generate_series(1, 11) n`);
  await query(`insert into playlist (code, title, owner, hidden, version) values ('hidden', 'Hidden', 'boss', true, 1)`);
  await query(`insert into playlist_songs (playlist_code, work_id) values ('morning', 1), ('evening', 1)`);
  const boss = gm.as({ id: 'boss', roles: ['boss'] }).manager(Playlist);
  await gm
    .system('a beginning')
    .manager(Playlist)
    .create({ code: 'told', title: 'Told', owner: 'boss', stars: 9, cost: 5, basedOn: 'morning' });
  await boss.update('told', { title: 'Told again', cost: 7 }, { reason: HOSTILE.title });
  await boss.create({ code: 'veiled', title: 'Veiled', owner: 'boss', stars: 9, hidden: true });
  await boss.update('veiled', { hidden: false });
}
