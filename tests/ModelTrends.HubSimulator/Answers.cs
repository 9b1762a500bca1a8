using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ModelTrends.HubSimulator;

/// <summary>How the Hub writes an answer: compact JSON with Express' weak ETag, errors in the body and in headers.</summary>
internal static class Answers
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static ArrayBufferWriter<byte> Render(Action<Utf8JsonWriter> write)
    {
        var body = new ArrayBufferWriter<byte>(1 << 16);
        using var json = new Utf8JsonWriter(body, Relaxed);
        write(json);
        json.Flush();
        return body;
    }

    public static Task JsonAsync(HttpContext http, Action<Utf8JsonWriter> write, int status = StatusCodes.Status200OK) => JsonAsync(http, Render(write).WrittenMemory, status);

    public static async Task JsonAsync(HttpContext http, ReadOnlyMemory<byte> body, int status = StatusCodes.Status200OK)
    {
        var tag = ETag(body.Span);
        http.Response.Headers.ETag = tag;
        if (status == StatusCodes.Status200OK && http.Request.Headers.IfNoneMatch == tag)
        {
            http.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json; charset=utf-8";
        http.Response.ContentLength = body.Length;
        await http.Response.Body.WriteAsync(body, http.RequestAborted);
    }

    public static Task ErrorAsync(HttpContext http, int status, string text, string? code = null)
    {
        http.Response.Headers["X-Error-Message"] = text;
        if (code is not null)
            http.Response.Headers["X-Error-Code"] = code;
        return JsonAsync(http, json =>
        {
            json.WriteStartObject();
            json.WriteString("error"u8, text);
            json.WriteEndObject();
        }, status);
    }

    public static async Task TextAsync(HttpContext http, int status, string text, string type = "text/plain; charset=utf-8")
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = type;
        await http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), http.RequestAborted);
    }

    /// <summary>Express: W/"length in hex-first 27 characters of base64(sha1)".</summary>
    public static string ETag(ReadOnlySpan<byte> body)
    {
        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
#pragma warning disable CA5350 // Express' own choice; nothing is protected by it.
        SHA1.HashData(body, hash);
#pragma warning restore CA5350
        return string.Create(CultureInfo.InvariantCulture, $"W/\"{body.Length:x}-{Convert.ToBase64String(hash)[..27]}\"");
    }
}
