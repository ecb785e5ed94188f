import { spawnSync } from 'node:child_process';

/** Builds what applications run; removing types and loading hundreds of files would be measured otherwise. */
export function buildPackage(): void {
  const { status } = spawnSync('npm', ['run', 'build'], { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error('The package could not be built.');
}
