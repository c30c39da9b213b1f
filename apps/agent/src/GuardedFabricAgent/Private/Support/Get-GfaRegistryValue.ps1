# A value under HKEY_LOCAL_MACHINE, or null where there is none. WMI's registry provider tells "not there"
# from "not allowed", reads both registry views from any process and works remotely.
function Get-GfaRegistryValue {
    param([string]$Key, [string]$Name, [ValidateSet('DWord', 'String', 'Binary')] [string]$Kind = 'DWord')
    $methods = @{ DWord = 'GetDWORDValue'; String = 'GetStringValue'; Binary = 'GetBinaryValue' }
    $argument = @{ hDefKey = [uint32]2147483650; sSubKeyName = $Key; sValueName = $Name }
    $answer = Invoke-GfaCimMethod -Namespace 'root/default' -ClassName StdRegProv -Method $methods[$Kind] -Argument $argument
    # 1 and 2: no such value, no such key.
    if (1, 2 -contains $answer.ReturnValue) { return $null }
    if ($answer.ReturnValue -ne 0) { throw (Get-GfaMessage RegistryRefused $Key, $Name, $answer.ReturnValue) }
    if ($Kind -eq 'String') { return $answer.sValue }
    $answer.uValue
}
