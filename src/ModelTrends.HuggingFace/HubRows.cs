using System.Text.Json;

namespace ModelTrends.HuggingFace;

/// <summary>A list's body: an array of rows. Text that is no JSON is a fault of the way; a row that makes no sense is skipped alone.</summary>
internal sealed record HubRows(List<HubModel> Models, List<RowFault> Faults)
{
    /// <exception cref="HubTransportException">The body is cut short or no JSON array.</exception>
    public static HubRows Parse(ReadOnlySpan<byte> body)
    {
        var models = new List<HubModel>(1000);
        var faults = new List<RowFault>();
        try
        {
            var reader = new Utf8JsonReader(body);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
                throw new HubTransportException("The Hub answered a list with something that is no list.");
            for (var index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
            {
                if (reader.TokenType != JsonTokenType.StartObject)
                {
                    reader.Skip();
                    faults.Add(new RowFault(index, null, "is no object"));
                    continue;
                }

                var (model, fault, id) = HubRowReader.Read(ref reader);
                if (model is not null)
                    models.Add(model);
                else
                    faults.Add(new RowFault(index, id, fault!));
            }

            if (reader.TokenType != JsonTokenType.EndArray || reader.Read())
                throw new HubTransportException("The Hub's answer ends in the middle.");
        }
        catch (JsonException exception)
        {
            throw new HubTransportException("The Hub's answer is cut short or no JSON.", exception);
        }

        return new HubRows(models, faults);
    }
}
