/** The one of `all` that reads so, or undefined. */
export function oneOf<T extends string>(all: readonly T[], text: string | null | undefined): T | undefined {
  return all.find((one) => one === text);
}
