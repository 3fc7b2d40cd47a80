export interface NamedFile {
  name: string;
  content: Blob;
}

/** Hands a file to the browser's downloads. */
export function saveFile({ name, content }: NamedFile): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The download has begun when the click returns; its data lives on until the browser has read it.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
