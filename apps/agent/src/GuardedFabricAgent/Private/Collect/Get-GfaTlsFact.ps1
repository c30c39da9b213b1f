# What .NET programs and SCHANNEL may negotiate, and what the agent's own last connection did: the version that
# the server saw, or that it failed. Constrained Language Mode shows nothing of a connection itself.
function Get-GfaTlsFact {
    $net64 = 'SOFTWARE\Microsoft\.NETFramework\v4.0.30319'
    $net32 = 'SOFTWARE\WOW6432Node\Microsoft\.NETFramework\v4.0.30319'
    $protocols = 'SYSTEM\CurrentControlSet\Control\SecurityProviders\SCHANNEL\Protocols'
    New-GfaFact -Value ([ordered]@{
            systemDefaultTlsVersions64 = Get-GfaRegistryValue -Key $net64 -Name SystemDefaultTlsVersions
            systemDefaultTlsVersions32 = Get-GfaRegistryValue -Key $net32 -Name SystemDefaultTlsVersions
            schUseStrongCrypto64 = Get-GfaRegistryValue -Key $net64 -Name SchUseStrongCrypto
            schUseStrongCrypto32 = Get-GfaRegistryValue -Key $net32 -Name SchUseStrongCrypto
            tls10ClientEnabled = Get-GfaRegistryValue -Key "$protocols\TLS 1.0\Client" -Name Enabled
            tls10ClientDisabledByDefault = Get-GfaRegistryValue -Key "$protocols\TLS 1.0\Client" -Name DisabledByDefault
            tls12ClientEnabled = Get-GfaRegistryValue -Key "$protocols\TLS 1.2\Client" -Name Enabled
            tls12ClientDisabledByDefault = Get-GfaRegistryValue -Key "$protocols\TLS 1.2\Client" -Name DisabledByDefault
            negotiated = $script:GfaNegotiated
        })
}
