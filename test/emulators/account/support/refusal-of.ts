/** How a call is refused: the error's name and message. */
export async function refusalOf(call: Promise<unknown>): Promise<string> {
  const outcome = await outcomeOf(call);
  if (outcome === 'allowed') throw new Error('the call was allowed, expected a refusal');
  return outcome;
}

/** How a call is refused, or that it is allowed. */
export async function outcomeOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'allowed';
  } catch (error) {
    const { name, message } = error as Error;
    return `${name}: ${message}`;
  }
}
