// The process that makes the load, so that the bench's own work is not in the way.
import { runLoad, type Job } from './run-load.js';

process.once('disconnect', () => process.exit());
process.on('message', (job: Job) => {
  runLoad(job).then(
    (load) => process.send?.({ load }),
    (error: unknown) => process.send?.({ error: String(error) }),
  );
});
