export { startPostgres, type RunningPostgres } from 'general-manager/testing';
