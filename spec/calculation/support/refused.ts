import { isGeneralManagerError } from 'general-manager';

/** The code of what a read was refused with. */
export async function refused(read: Promise<unknown>): Promise<string> {
  try {
    await read;
  } catch (error) {
    if (isGeneralManagerError(error)) return error.code;
    throw error;
  }
  return 'was not refused';
}
