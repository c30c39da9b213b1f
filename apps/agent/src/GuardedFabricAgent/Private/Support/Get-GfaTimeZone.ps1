# The time zone's id, which is the same in every language.
function Get-GfaTimeZone {
    if ($null -eq $script:GfaRemote) { return (Get-TimeZone).Id }
    $id = Get-GfaRegistryValue -Key 'SYSTEM\CurrentControlSet\Control\TimeZoneInformation' -Name TimeZoneKeyName -Kind String
    # Some programs write it with what lay behind it.
    "$id" -replace '\x00.*$', ''
}
