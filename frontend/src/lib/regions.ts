/** regionWords is a region as people say it. Nobody says 上海市 市辖区 闵行区: the middle step is only there for the list. */
export function regionWords(region: string): string {
  return region
    .split("/")
    .filter((part) => part !== "市辖区" && part !== "县")
    .join(" ");
}
