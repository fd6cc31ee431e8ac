import type { LucideIcon } from "lucide-react";
import { File, FileArchive, FileAudio, FileImage, FileSpreadsheet, FileText, FileVideo } from "lucide-react";

/** What a browser shows in place, by the ending: the core looks at the content too. */
export function isPicture(name: string): boolean {
  return /\.(png|jpe?g|gif|webp)$/i.test(name);
}

export const isPdf = (name: string): boolean => /\.pdf$/i.test(name);

/** What the core makes small pictures of. */
export const hasThumb = (name: string): boolean => /\.(png|jpe?g|gif)$/i.test(name);

const icons: [RegExp, LucideIcon][] = [
  [/\.(png|jpe?g|gif|webp|bmp|heic|tiff?|svg)$/i, FileImage],
  [/\.(pdf|docx?|wps|txt|md|rtf|pptx?)$/i, FileText],
  [/\.(xlsx?|et|csv)$/i, FileSpreadsheet],
  [/\.(zip|rar|7z|gz|tar)$/i, FileArchive],
  [/\.(mp3|wav|m4a|amr|aac)$/i, FileAudio],
  [/\.(mp4|mov|avi|mkv|wmv)$/i, FileVideo],
];

/** iconOf is the picture of a kind of file. */
export function iconOf(name: string): LucideIcon {
  return icons.find(([fits]) => fits.test(name))?.[1] ?? File;
}

/** stemLength is how much of a name stands before its ending: what is selected to be renamed. */
export function stemLength(name: string): number {
  const at = name.lastIndexOf(".");
  return at > 0 ? at : name.length;
}

/** filesIn takes the files out of what was dropped or pasted; folders are only counted. */
export function filesIn(carried: DataTransfer): { files: File[]; folders: number } {
  const files: File[] = [];
  let folders = 0;
  for (const item of Array.from(carried.items)) {
    if (item.kind !== "file") continue;
    if (item.webkitGetAsEntry?.()?.isDirectory) {
      folders++;
      continue;
    }
    const file = item.getAsFile();
    if (file) files.push(file);
  }
  return { files, folders };
}
