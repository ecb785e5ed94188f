import type { DefinedError } from '../../../lib/plugin.js';
import { Conflict, Failed, Forbidden, InvalidData, Missing, RateLimited, Refused, Unauthorized, type UpstreamFacts } from './errors.js';

const BY_STATUS: ReadonlyMap<number, DefinedError<UpstreamFacts>> = new Map([
  [400, InvalidData],
  [401, Unauthorized],
  [403, Forbidden],
  [404, Missing],
  [408, Failed],
  [409, Conflict],
  [410, Missing],
  [412, Conflict],
  [422, InvalidData],
  [425, Failed],
  [429, RateLimited],
]);

/** What a status that is no success means. */
export const errorOfStatus = (status: number): DefinedError<UpstreamFacts> => BY_STATUS.get(status) ?? (status >= 500 ? Failed : Refused);

export const isSuccess = (status: number): boolean => (status >= 200 && status < 300) || status === 304;
