using System.Globalization;
using System.Text;
using System.Xml;
using ModelTrends.Digest.Delivery;
using ModelTrends.Platform.Languages;

namespace ModelTrends.Digest.Content;

/// <summary>Atom (RFC 4287): an entry an issue.</summary>
public sealed class DigestFeed(ListIssues issues, Mailer mailer)
{
    /// <summary>A reader of feeds wants the last half year; the rest is on the site.</summary>
    private const int Entries = 26;

    public async Task<byte[]> WriteAsync(Language language, CancellationToken cancellationToken)
    {
        const string Atom = "http://www.w3.org/2005/Atom";
        var rows = (await issues.AllAsync(language.Code, cancellationToken)).Take(Entries).ToArray();
        using var body = new MemoryStream();
        await using (var xml = XmlWriter.Create(body, new XmlWriterSettings { Async = true, Encoding = new UTF8Encoding(false), Indent = true }))
        {
            xml.WriteStartElement("feed", Atom);
            xml.WriteElementString("title", Atom, "ModelTrends");
            xml.WriteElementString("id", Atom, mailer.SiteUrl + "/digests");
            xml.WriteElementString("updated", Atom, Moment(rows.Length > 0 ? rows[0].ComposedAt : DateTimeOffset.UnixEpoch));
            Link(xml, Atom, "self", mailer.SiteUrl + "/digests/feed.xml?lang=" + language.Code);
            xml.WriteStartElement("author", Atom);
            xml.WriteElementString("name", Atom, "ModelTrends");
            xml.WriteEndElement();
            foreach (var row in rows)
            {
                xml.WriteStartElement("entry", Atom);
                xml.WriteElementString("title", Atom, row.Subject);
                xml.WriteElementString("id", Atom, $"{mailer.SiteUrl}/digests/{row.Week}");
                xml.WriteElementString("updated", Atom, Moment(row.ComposedAt));
                Link(xml, Atom, "alternate", $"{mailer.SiteUrl}/digests/{row.Week}?lang={language.Code}");
                xml.WriteElementString("summary", Atom, row.Subject);
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }

        return body.ToArray();
    }

    private static string Moment(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static void Link(XmlWriter xml, string atom, string rel, string address)
    {
        xml.WriteStartElement("link", atom);
        xml.WriteAttributeString("rel", rel);
        xml.WriteAttributeString("href", address);
        xml.WriteEndElement();
    }
}
