namespace ModelTrends.Archive.Reading;

public enum Packing { None, Gzip, Parquet, Other }

/// <summary>What a file is by its first bytes; names lie.</summary>
public static class FilePacking
{
    public static Packing Of(string path)
    {
        using var file = File.OpenRead(path);
        Span<byte> head = stackalloc byte[6];
        head = head[..file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
        if (head.StartsWith("PAR1"u8))
            return Packing.Parquet;
        if (head.StartsWith((ReadOnlySpan<byte>)[0x1f, 0x8b]))
            return Packing.Gzip;

        // zip, Zstandard, xz, bzip2, 7z
        return head.StartsWith("PK\x03\x04"u8) || head.StartsWith((ReadOnlySpan<byte>)[0x28, 0xb5, 0x2f, 0xfd]) || head.StartsWith((ReadOnlySpan<byte>)[0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z'])
            || head.StartsWith("BZh"u8) || head.StartsWith((ReadOnlySpan<byte>)[(byte)'7', (byte)'z', 0xbc, 0xaf]) ? Packing.Other : Packing.None;
    }
}
