import { useEffect, useState } from 'preact/hooks';

interface BlobImageProps {
  blob: Blob;
  alt: string;
  class?: string;
  loaded?(size: { width: number; height: number }): void;
}

export function BlobImage({ blob, alt, class: name, loaded }: BlobImageProps) {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    const made = URL.createObjectURL(blob);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [blob]);
  if (url === null) return null;
  return (
    <img
      src={url}
      alt={alt}
      class={name}
      onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) =>
        loaded?.({ width: naturalWidth, height: naturalHeight })
      }
    />
  );
}
