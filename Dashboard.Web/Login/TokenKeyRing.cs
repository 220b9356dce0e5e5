using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption.ConfigurationModel;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace Dashboard.Web.Login;

/// <summary>
/// The one key that cookies are protected with, made of the token: nothing is written to disk, a restart ends no login,
/// another token ends all of them.
/// </summary>
internal sealed class TokenKeyRing(AccessToken token) : IXmlRepository
{
    private const string Id = "6c1f5a0e-52c5-4e7f-9d0b-6a3a1f0e7d21";

    // It has no life of its own; it changes with the token.
    private static readonly DateTimeOffset Always = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Never = new(9000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        var secret = new Secret(token.DeriveKey("session-dashboard login cookies", bytes: 64));
        var descriptor = new AuthenticatedEncryptorDescriptor(
            new AuthenticatedEncryptorConfiguration(),
            secret
        ).ExportToXml();
        return
        [
            new XElement(
                "key",
                new XAttribute("id", Id),
                new XAttribute("version", 1),
                new XElement("creationDate", Always),
                new XElement("activationDate", Always),
                new XElement("expirationDate", Never),
                new XElement(
                    "descriptor",
                    new XAttribute(
                        "deserializerType",
                        descriptor.DeserializerType.AssemblyQualifiedName!
                    ),
                    descriptor.SerializedDescriptorElement
                )
            ),
        ];
    }

    /// <exception cref="NotSupportedException">Always: there is no other key.</exception>
    public void StoreElement(XElement element, string friendlyName) =>
        throw new NotSupportedException("The only key is the one made of the token.");
}
