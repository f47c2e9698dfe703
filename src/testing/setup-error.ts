/** A test names something that does not exist, or that cannot be used. The message says what there is. */
export class TestSetupError extends Error {
  override readonly name = 'TestSetupError';
}
