/** Small preferences of this machine: never anything about customers. A store that is full or blocked is no reason to fail. */
export const stored = {
  get<T>(key: string): T | undefined {
    try {
      const text = localStorage.getItem(`xingke.${key}`);
      return text === null ? undefined : (JSON.parse(text) as T);
    } catch {
      return undefined;
    }
  },
  set(key: string, value: unknown): void {
    try {
      localStorage.setItem(`xingke.${key}`, JSON.stringify(value));
    } catch {
      // remembered for this visit only
    }
  },
  /** Calls when another tab of this browser has changed the value. */
  listen(key: string, heard: () => void): void {
    if (typeof addEventListener !== "function") return;
    addEventListener("storage", (event) => {
      if (event.key === `xingke.${key}`) heard();
    });
  },
  remove(key: string): void {
    try {
      localStorage.removeItem(`xingke.${key}`);
    } catch {
      // nothing was kept
    }
  },
};
