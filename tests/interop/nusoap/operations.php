<?php
// Operations of the contract that the lab does not have, on the lab's NuSOAP. The answers are ours; what they look like on the
// wire, the encoded array, the types and the charset, is NuSOAP's.
error_reporting(E_ERROR | E_PARSE);
ini_set('display_errors', '0');
require_once 'nusoap.php';

class Esws
{
    function getGroups($p_companyID, $p_locationID)
    {
        $group = fn($id, $name) => ['GroupId' => $id, 'GroupName' => $name];
        switch ($p_companyID) {
            case 'none':
                return [];
            case 'unknown':
                return [$group('ERROR_UNKNOWN_SECURITY_HASH', '')];
            default:
                // NuSOAP writes strings as they are, and says that they are ISO-8859-1.
                return [$group('1', "Ing\xE9nierie"), $group('2', "Gr\xF6\xDFe <\xDF> & \xFF")];
        }
    }

    function deleteUser($p_companyID, $p_Id, $p_locationID)
    {
        return $p_Id === '5' ? 'User has been deleted' : 'NO_ID_RECEIVED';
    }

    function updateCard($p_companyID, $p_wsAltUserId, $p_usbCardId)
    {
        return 'OK';
    }
}

$server = new soap_server();
$server->configureWSDL('Esws', 'uen:esws', false, 'rpc');
$server->wsdl->schemaTargetNamespace = 'uen:esws';
$member = fn($name) => ['name' => $name, 'type' => 'xsd:string'];
$members = ['GroupId' => $member('GroupId'), 'GroupName' => $member('GroupName')];
$server->wsdl->addComplexType('getGroupsObject', 'complexType', 'struct', 'all', '', $members);
$items = [['ref' => 'SOAP-ENC:arrayType', 'wsdl:arrayType' => 'tns:getGroupsObject[]']];
$server->wsdl->addComplexType('getGroupsObjectArray', 'complexType', 'array', '', 'SOAP-ENC:Array', [], $items, 'tns:getGroupsObject');
$text = 'xsd:string';
$operations = [
    'getGroups' => [['p_companyID' => $text, 'p_locationID' => $text], 'tns:getGroupsObjectArray'],
    'deleteUser' => [['p_companyID' => $text, 'p_Id' => $text, 'p_locationID' => $text], $text],
    'updateCard' => [['p_companyID' => $text, 'p_wsAltUserId' => $text, 'p_usbCardId' => $text], $text],
];
foreach ($operations as $name => [$parts, $return]) {
    $server->register("Esws.$name", $parts, ['return' => $return], 'uen:esws', "uen:esws#Esws.$name", 'rpc', 'encoded');
}
$server->service(file_get_contents('php://input'));
