using Npgsql;
using NpgsqlTypes;

namespace ModelTrends.Archive.Writing;

/// <summary>Cells that may be empty. Without waiting cell by cell: fifteen awaits a row take longer than the row. They block now and then, when the buffer goes out.</summary>
internal static class ImporterExtensions
{
    public static void WriteText(this NpgsqlBinaryImporter importer, string? value)
    {
        if (value is null) importer.WriteNull();
        else importer.Write(value, NpgsqlDbType.Text);
    }

    public static void WriteNumber<T>(this NpgsqlBinaryImporter importer, T? value, NpgsqlDbType type) where T : struct
    {
        if (value is null) importer.WriteNull();
        else importer.Write(value.Value, type);
    }
}
