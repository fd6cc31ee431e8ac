import type { ThemeName } from "../tokens";
import type { ChartSpec } from "./model";
import { colorOf, optionOf } from "./option";

/** What a picture of a chart says beside the chart. */
export interface Caption {
  title: string;
  about?: string;
}

const width = 960;
const sharp = 2;

/** pictureOf draws a chart with its title as a PNG, twice as fine as the screen. */
export async function pictureOf(spec: ChartSpec, caption: Caption, theme: ThemeName): Promise<Blob> {
  const { init } = await import("./engine");
  const height = spec.kind === "bars" ? 110 + 34 * spec.labels.length : 480;
  const chart = init(null, undefined, { renderer: "svg", ssr: true, width, height });
  chart.setOption(optionOf(spec, { theme, width, ...caption }));
  const names =
    spec.series.length > 1 ? spec.series.map((one, n) => ({ name: one.name, color: colorOf(spec, n, theme) })) : [];
  const svg = chart.renderToSVGString();
  chart.dispose();
  const image = await loaded(`data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`);
  const canvas = document.createElement("canvas");
  canvas.width = width * sharp;
  canvas.height = height * sharp;
  const pen = canvas.getContext("2d");
  if (!pen) throw new Error("no canvas");
  pen.scale(sharp, sharp);
  pen.drawImage(image, 0, 0, width, height);
  writeNames(pen, names, theme === "dark" ? "#A6ACB4" : "#5B6169", caption.about ? 66 : 46);
  return new Promise((done, failed) =>
    canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error("no picture"))), "image/png"),
  );
}

function writeNames(pen: CanvasRenderingContext2D, names: { name: string; color: string }[], ink: string, y: number) {
  let x = 18;
  pen.font = '12px "Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", sans-serif';
  pen.textBaseline = "middle";
  for (const { name, color } of names) {
    pen.fillStyle = color;
    pen.fillRect(x, y + 5, 9, 9);
    pen.fillStyle = ink;
    pen.fillText(name, x + 14, y + 10);
    x += 14 + pen.measureText(name).width + 18;
  }
}

function loaded(address: string): Promise<HTMLImageElement> {
  return new Promise((done, failed) => {
    const image = new Image();
    image.onload = () => done(image);
    image.onerror = () => failed(new Error("the picture cannot be drawn"));
    image.src = address;
  });
}
