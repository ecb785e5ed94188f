import type { OperationArgs, OperationHandler, OperationResult, Plugin } from './plugin.js';

/** Surrounds the execution of an operation with what plugins wrap around it; the first plugin is the outermost. */
export function wrapped<Args extends OperationArgs, Result extends OperationResult>(
  plugins: readonly Plugin[],
  execute: (args: Args) => Promise<Result>,
): (args: Args) => Promise<Result> {
  // Handlers are asked with the arguments of this operation alone, and give what it gives.
  const innermost = execute as unknown as OperationHandler;
  const outermost = plugins.reduceRight((next, { hooks }) => hooks.wrapOperation?.({ next }) ?? next, innermost);
  return async (args) => (await outermost(args)) as Result;
}
