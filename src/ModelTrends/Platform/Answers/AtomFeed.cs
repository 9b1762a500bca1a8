using System.Globalization;
using System.Text;
using System.Xml;

namespace ModelTrends.Platform.Answers;

/// <param name="Id">A permanent address that names the entry.</param>
public sealed record AtomEntry(string Id, string Title, DateTimeOffset Updated, string Link, string Summary);

/// <summary>Atom (RFC 4287). Equal entries give equal bytes: the feed is as old as its newest entry.</summary>
public sealed record AtomFeed(string Id, string Title, string Self, IReadOnlyList<AtomEntry> Entries)
{
    public const string MediaType = "application/atom+xml; charset=utf-8";

    private const string Namespace = "http://www.w3.org/2005/Atom";

    public byte[] ToBytes()
    {
        using var body = new MemoryStream();
        using (var xml = XmlWriter.Create(body, new XmlWriterSettings { Encoding = new UTF8Encoding(false), Indent = true, NewLineChars = "\n", CheckCharacters = false }))
        {
            xml.WriteStartElement("feed", Namespace);
            Element(xml, "title", Title);
            Element(xml, "id", Id);
            Element(xml, "updated", Moment(Entries.Count == 0 ? DateTimeOffset.UnixEpoch : Entries.Max(entry => entry.Updated)));
            Link(xml, "self", Self);
            xml.WriteStartElement("author", Namespace);
            Element(xml, "name", "ModelTrends");
            xml.WriteEndElement();
            foreach (var entry in Entries)
            {
                xml.WriteStartElement("entry", Namespace);
                Element(xml, "title", entry.Title);
                Element(xml, "id", entry.Id);
                Element(xml, "updated", Moment(entry.Updated));
                Link(xml, "alternate", entry.Link);
                Element(xml, "summary", entry.Summary);
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }

        return body.ToArray();
    }

    private static string Moment(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static void Element(XmlWriter xml, string name, string text) => xml.WriteElementString(name, Namespace, text);

    private static void Link(XmlWriter xml, string rel, string address)
    {
        xml.WriteStartElement("link", Namespace);
        xml.WriteAttributeString("rel", rel);
        xml.WriteAttributeString("href", address);
        xml.WriteEndElement();
    }
}
