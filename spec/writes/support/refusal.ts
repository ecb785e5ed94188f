import { isGeneralManagerError, type GeneralManagerError } from 'general-manager';

/** The error of this project that something is refused with. */
export async function refusal(write: Promise<unknown>): Promise<GeneralManagerError> {
  try {
    await write;
  } catch (error) {
    if (isGeneralManagerError(error)) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}
