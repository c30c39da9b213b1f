# What the Internet settings of an account say: no proxy, a fixed one, a script, automatic detection (WPAD); or the
# variables that PowerShell 7 goes by where this is no Windows. Which of them a request takes in the end, no constrained
# PowerShell can ask.
function Get-GfaSystemProxy {
    param([ValidateSet('account', 'SYSTEM')] [string]$Who)
    if (-not (Test-GfaWindows)) {
        if ($Who -eq 'SYSTEM') { return }
        $named = @(foreach ($name in 'HTTPS_PROXY', 'https_proxy', 'ALL_PROXY', 'all_proxy', 'http_proxy') { if (Test-Path "env:$name") { "$name=$((Get-Item "env:$name").Value -replace '//[^/@]*@', '//')" } })
        $except = foreach ($name in 'NO_PROXY', 'no_proxy') { if (Test-Path "env:$name") { (Get-Item "env:$name").Value } }
        return (Get-GfaMessage ProxySet $Who, $(if ($named) { Join-GfaProxyException ($named -join ', ') "$(@($except)[0])" } else { Get-GfaMessage ProxyNone }))
    }
    $root = if ($Who -eq 'SYSTEM') { 'Registry::HKEY_USERS\S-1-5-18' } else { 'Registry::HKEY_CURRENT_USER' }
    $key = "$root\Software\Microsoft\Windows\CurrentVersion\Internet Settings"
    $set = Read-GfaOptional { Get-ItemProperty -LiteralPath $key -ErrorAction Stop }
    if ($null -eq $set) { return (Get-GfaMessage ProxySet $Who, (Get-GfaMessage ProxyUnreadSettings)) }
    $flags = Read-GfaOptional { (Get-ItemProperty -LiteralPath "$key\Connections" -Name DefaultConnectionSettings -ErrorAction Stop).DefaultConnectionSettings[8] }
    $said = @(
        if ($set.ProxyEnable -eq 1 -and $set.ProxyServer) { Join-GfaProxyException ("$($set.ProxyServer)" -replace '//[^/@]*@', '//') "$($set.ProxyOverride)" }
        if ($set.AutoConfigURL) { "$($set.AutoConfigURL)" -replace '//[^/@]*@', '//' }
        # An account that never opened them has none set, which means detection.
        if ($null -eq $flags -or ($flags -band 8) -eq 8) { Get-GfaMessage ProxyDetected }
    )
    Get-GfaMessage ProxySet $Who, $(if ($said.Count -gt 0) { $said -join ', ' } else { Get-GfaMessage ProxyNone })
}
